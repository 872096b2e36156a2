package mutate

import (
	"fmt"
	"go/ast"
)

// retaining keeps an argument beyond the end of a call, and changes it when the function is called the next time. What
// hands it over is a channel, so that goroutines that call the function race about the argument alone.
const retaining = `{
	select {
	case change := <-keptByMutant:
		change()
	default:
	}
	keptOf := %s
	select {
	case keptByMutant <- func() { %s }:
	default:
	}
%s

var keptByMutant = make(chan func(), 1)

func changedByMutant[T any](p *T) {
	switch q := any(p).(type) {
	case *int:
		*q++
	case *byte:
		*q++
	case *rune:
		*q++
	case *float64:
		*q++
	case *string:
		*q += "?"
	case *bool:
		*q = !*q
	default:
		*p = *new(T)
	}
}
`

// changes are what is done to an argument that was kept; always the same, so that both ways see the same.
const (
	changeSlice = "if len(keptOf) > 0 { changedByMutant(&keptOf[0]) }"
	changeMap   = "clear(keptOf)"
	changePlace = "if keptOf != nil { changedByMutant(keptOf) }"
)

// retains has an exported function keep an argument and change it later: one edit for each slice, map and pointer.
func (s source) retains(f *ast.FuncDecl) (edits []edit) {
	if !f.Name.IsExported() {
		return nil
	}
	end := s.fset.Position(f.End()).Offset
	body := string(s.text[s.fset.Position(f.Body.Lbrace).Offset+1 : end])
	for _, field := range f.Type.Params.List {
		change := s.change(field.Type)
		for _, name := range field.Names {
			if change != "" && name.Name != "_" {
				text := fmt.Sprintf(retaining, name.Name, change, body)
				edits = append(edits, edit{"retain", " " + name.Name + " in " + nameOf(f), f.Body.Lbrace, f.End(), text})
			}
		}
	}
	return edits
}

// change is how a value of a type changes what the caller has too; empty where there is nothing.
func (s source) change(t ast.Expr) string {
	switch t := s.underlying(t).(type) {
	case *ast.ArrayType:
		if t.Len == nil {
			return changeSlice
		}
	case *ast.Ellipsis:
		return changeSlice
	case *ast.MapType:
		return changeMap
	case *ast.StarExpr:
		// What another package's type points to may still be in use there: a request, in the server.
		if _, is := t.X.(*ast.SelectorExpr); !is {
			return changePlace
		}
	}
	return ""
}

// underlying follows the names of the package's own types.
func (s source) underlying(t ast.Expr) ast.Expr {
	for range len(s.named) + 1 {
		switch name := t.(type) {
		case *ast.Ident:
			t = s.named[name.Name]
		case *ast.IndexExpr:
			t = name.X
		case *ast.IndexListExpr:
			t = name.X
		default:
			return t
		}
	}
	return nil
}
