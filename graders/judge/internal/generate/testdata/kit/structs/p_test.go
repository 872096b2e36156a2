package structs_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"testing"

	"kit/structs"
)

func TestPlain(t *testing.T) {
	p := structs.Point{1, 2}
	if q := p.Add(structs.Point{X: 1}); q != (structs.Point{2, 2}) || fmt.Sprint(q) != "(2,2)" || fmt.Sprintf("%v", &q) != "(2,2)" {
		t.Error(q)
	}
	p.Scale(3)
	if p.X != 3 || p.Y != 6 {
		t.Error(p)
	}
}

func TestNested(t *testing.T) {
	p := structs.NewPerson("Ann")
	if p.Greeting() != "Hi Ann" || p.Birthday() != 1 || p.Age != 1 || p.Address.City != "Here" || p.Tags != nil {
		t.Error(p)
	}
	boss := &structs.Person{Name: "Bob", Extra: map[string]any{"x": 1, "y": []int{2}}}
	e := structs.Hire(p, boss)
	if e.Greeting() != "Hi Ann" || e.Boss != boss || e.Birthday() != 2 || p.Age != 1 || e.Address != p.Address {
		t.Error(e)
	}
	want := map[string]int{"Ann": 1, "Bob": 0}
	if got := structs.Ages(p, *boss); !reflect.DeepEqual(got, want) {
		t.Error(got)
	}
	text, err := json.Marshal(p)
	if err != nil || string(text) != `{"name":"Ann","Age":1,"Address":{"City":"Here"},"Tags":null,"Extra":null}` {
		t.Error(string(text), err)
	}
}

func TestNamedTypes(t *testing.T) {
	w := structs.Words{"a", "b"}
	if w.Join() != "a-b" || w.Len() != 2 || w[0] != "a" {
		t.Error(w)
	}
	if structs.Next(structs.Low) != structs.Mid || structs.Next(structs.High) != structs.Low || structs.Mid.String() != "mid" || fmt.Sprint(structs.High) != "high" {
		t.Error("levels")
	}
}

func TestConstantsAndVariables(t *testing.T) {
	if structs.Max != 10 || structs.Name != "struct" || structs.Ratio*2 != 1 {
		t.Error("constants")
	}
	if structs.Default.Name != "nobody" || structs.Table["one"] != 1 || len(structs.Default.Tags) != 1 {
		t.Error("variables")
	}
}
