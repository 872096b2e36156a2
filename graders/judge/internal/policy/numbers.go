package policy

import (
	"go/ast"
	"go/constant"
	"go/token"
)

const (
	maxDigits = 100
	maxShift  = 200
)

// number is the value of a literal of a length that people write.
func number(literal *ast.BasicLit) constant.Value {
	if len(literal.Value) > maxDigits {
		return nil
	}
	value := constant.MakeFromLiteral(literal.Value, literal.Kind, 0)
	if value.Kind() == constant.Unknown {
		return nil
	}
	return value
}

// binary computes the operators that lengths are written with.
func binary(x constant.Value, operator token.Token, y constant.Value) constant.Value {
	if x == nil || y == nil {
		return nil
	}
	switch operator {
	case token.ADD, token.SUB, token.MUL:
		return bounded(constant.BinaryOp(x, operator, y))
	case token.QUO:
		if constant.Sign(y) == 0 {
			return nil
		}
		if x.Kind() == constant.Int && y.Kind() == constant.Int {
			operator = token.QUO_ASSIGN // division of integers, in go/constant
		}
		return bounded(constant.BinaryOp(x, operator, y))
	case token.SHL:
		by, isExact := constant.Uint64Val(constant.ToInt(y))
		if whole := constant.ToInt(x); isExact && by <= maxShift && whole.Kind() == constant.Int {
			return bounded(constant.Shift(whole, token.SHL, uint(by)))
		}
	}
	return nil
}

// bounded forgets numbers that no array can have: they fail to compile, and computing on would cost time.
func bounded(value constant.Value) constant.Value {
	if value.Kind() != constant.Int && value.Kind() != constant.Float {
		return nil
	}
	if whole := constant.ToInt(value); whole.Kind() == constant.Int && constant.BitLen(whole) > maxShift {
		return nil
	}
	return value
}
