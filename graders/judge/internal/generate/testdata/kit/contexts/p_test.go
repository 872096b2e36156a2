package contexts_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"kit/contexts"
)

func TestCancel(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	if contexts.Check(ctx) != nil {
		t.Error("early")
	}
	time.AfterFunc(20*time.Millisecond, cancel)
	if err := contexts.Wait(ctx); err != context.Canceled {
		t.Error(err)
	}
	if contexts.Check(ctx) != context.Canceled {
		t.Error("later")
	}
}

func TestCancelComesBeforeTheNextCall(t *testing.T) {
	for range 20 {
		ctx, cancel := context.WithCancel(context.Background())
		contexts.Check(ctx)
		cancel()
		if contexts.Check(ctx) == nil {
			t.Fatal("not cancelled")
		}
	}
}

func TestDeadline(t *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Millisecond)
	defer cancel()
	if ok, left := contexts.Left(ctx); !ok || left > 31*time.Millisecond {
		t.Error(ok, left)
	}
	if err := contexts.Wait(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Error(err)
	}
	if ok, _ := contexts.Left(context.Background()); ok {
		t.Error("background")
	}
}

type mine struct{}

func TestValues(t *testing.T) {
	ctx := contexts.With(context.Background(), "ann")
	if contexts.User(ctx) != "ann" || contexts.User(context.WithValue(ctx, mine{}, 1)) != "ann" || contexts.User(context.TODO()) != "" {
		t.Error("user")
	}
	ctx = context.WithValue(context.Background(), mine{}, 42)
	if contexts.Look(ctx, mine{}) != 42 || contexts.Look(ctx, "other") != nil {
		t.Error("look")
	}
}

func TestCallbacks(t *testing.T) {
	type k struct{}
	ctx := context.WithValue(context.Background(), k{}, "v")
	var inner context.Context
	err := contexts.Call(ctx, func(c context.Context) error { inner = c; return c.Err() })
	if err != nil || inner.Value(k{}) != "v" {
		t.Error(err)
	}
	select {
	case <-inner.Done():
	case <-time.After(2 * time.Second):
		t.Error("the inner context does not end")
	}
	if !contexts.Same(ctx, func(c context.Context) bool { return c == ctx }) {
		t.Error("identity")
	}
}

func TestCause(t *testing.T) {
	mine := errors.New("mine")
	ctx, cancel := context.WithCancelCause(context.Background())
	cancel(mine)
	if contexts.Cause(ctx) != mine || contexts.Check(ctx) != context.Canceled || contexts.Cause(context.Background()) != nil {
		t.Error(contexts.Cause(ctx))
	}
}

func TestContextsThatAreOverAlready(t *testing.T) {
	for range 300 {
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		if err := contexts.Check(ctx); err != context.Canceled {
			t.Fatal(err)
		}
	}
}
