package contexts

import (
	"context"
	"errors"
	"time"
)

type key string

func With(ctx context.Context, user string) context.Context {
	return context.WithValue(ctx, key("user"), user)
}
func User(ctx context.Context) string { s, _ := ctx.Value(key("user")).(string); return s }
func Wait(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(5 * time.Second):
		return errors.New("too long")
	}
}
func Check(ctx context.Context) error { return ctx.Err() }
func Left(ctx context.Context) (bool, time.Duration) {
	d, ok := ctx.Deadline()
	return ok, time.Until(d)
}
func Look(ctx context.Context, k any) any { return ctx.Value(k) }
func Call(ctx context.Context, f func(context.Context) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	return f(ctx)
}
func Same(ctx context.Context, f func(context.Context) bool) bool { return f(ctx) }

func Cause(ctx context.Context) error { return context.Cause(ctx) }
