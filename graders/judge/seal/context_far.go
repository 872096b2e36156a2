package seal

import (
	"context"
	"reflect"
	"time"
)

// farContext stands for a context of the other side.
type farContext struct {
	context.Context
	cancel context.CancelCauseFunc
	s      *Side
	id     uint64
	mu     chan struct{}
	how    byte
}

func (c *farContext) Err() error {
	err := c.Context.Err()
	if err == context.Canceled && c.end() == late {
		return context.DeadlineExceeded
	}
	return err
}

func (c *farContext) end() byte {
	c.mu <- struct{}{}
	defer func() { <-c.mu }()
	return c.how
}

// Value asks the real context for what the local one does not have.
func (c *farContext) Value(key any) any {
	if v := c.Context.Value(key); v != nil {
		return v
	}
	out := c.s.roundTrip(target1(targetValue, c.id), []reflect.Type{anyType}, []reflect.Value{reflect.ValueOf(key)},
		[]reflect.Type{anyType})
	return out[0].Interface()
}

func (c *farContext) over(how byte, cause error) {
	c.mu <- struct{}{}
	if c.how == notOver {
		c.how = how
	}
	<-c.mu
	if cause == nil && how == late {
		cause = context.DeadlineExceeded
	}
	c.cancel(cause)
}

func (d *Decoder) farContext(id uint64) reflect.Value {
	var deadline time.Time
	if d.bool() {
		deadline = time.Unix(0, d.varint())
	}
	v := d.s.objects.imported(id, contextType, func() reflect.Value {
		d.charge(512)
		c := &farContext{s: d.s, id: id, mu: make(chan struct{}, 1)}
		c.Context, c.cancel = context.WithCancelCause(context.Background())
		if !deadline.IsZero() {
			ctx, stop := context.WithDeadline(c.Context, deadline)
			context.AfterFunc(ctx, stop)
			c.Context = ctx
		}
		return reflect.ValueOf(c)
	})
	d.s.readAlways()
	if how, cause := d.byte(), d.oneError(); how != notOver {
		v.Interface().(*farContext).over(how, cause)
	}
	return v
}

// receiveCancel ends the context that stands for one of the other side.
func (s *Side) receiveCancel(f frame) error {
	s.objects.mu.Lock()
	v, known := s.objects.imports[importKey{f.id, contextType}]
	s.objects.mu.Unlock()
	if !known {
		return broken("the end of a context that was never given")
	}
	d := s.newDecoder(f.body)
	d.heads()
	how, cause := d.byte(), d.oneError()
	d.finish(&message{})
	v.Interface().(*farContext).over(how, cause)
	return nil
}
