package seal

import "reflect"

// channel writes a channel with one direction. Elements are passed on one by one: the side that gets the channel has
// one of its own and a goroutine (a pump) between the two, which is one element ahead.
func (e *Encoder) channel(v reflect.Value) {
	if v.IsNil() {
		e.uvarint(0)
		return
	}
	// A servant sends a channel of the tests back as that: it stands in what was passed, and nothing has changed. The
	// tests pass on the end that they have, because its pump has taken an element already.
	identity := identify(v)
	if id := e.s.objects.homeOf(identity); id != 0 && !e.s.tests {
		e.mention(id, false)
		return
	}
	x := e.s.objects.export(identity, v, 0)
	e.mention(x.id, true)
	e.s.readAlways()
}

func (d *Decoder) channel(dst reflect.Value) {
	id, ours := d.mention()
	if id == 0 {
		dst.SetZero()
		return
	}
	if ours {
		v := d.s.objects.exported(id).val
		if !v.Type().ConvertibleTo(dst.Type()) {
			reject("a channel of another type")
		}
		dst.Set(v.Convert(dst.Type()))
		return
	}
	t := dst.Type()
	v := d.s.objects.imported(id, t, func() reflect.Value {
		d.charge(256)
		return d.s.pump(id, t)
	})
	dst.Set(v)
	d.s.readAlways()
}

// pump makes the local end of a channel that lives on the other side.
func (s *Side) pump(id uint64, t reflect.Type) reflect.Value {
	elem := t.Elem()
	local := reflect.MakeChan(reflect.ChanOf(reflect.BothDir, elem), 0)
	if t.ChanDir() == reflect.RecvDir {
		go s.pull(id, elem, local)
	} else {
		go s.push(id, elem, local)
	}
	return local.Convert(t)
}

func (s *Side) pull(id uint64, elem reflect.Type, local reflect.Value) {
	for {
		out := s.roundTrip(target1(targetRecv, id), nil, nil, []reflect.Type{elem, reflect.TypeFor[bool]()})
		if !out[1].Bool() {
			local.Close()
			return
		}
		local.Send(out[0])
	}
}

func (s *Side) push(id uint64, elem reflect.Type, local reflect.Value) {
	for {
		v, open := local.Recv()
		if !open {
			s.roundTrip(target1(targetClose, id), nil, nil, nil)
			return
		}
		s.roundTrip(target1(targetSend, id), []reflect.Type{elem}, []reflect.Value{v}, nil)
	}
}

// channelTarget is an operation on a channel that was given away, in the direction that it was given for.
func (s *Side) channelTarget(kind byte, x *object) *bound {
	v := x.val
	wanted := reflect.SendDir
	if kind == targetRecv {
		wanted = reflect.RecvDir
	}
	if v.Kind() != reflect.Chan || v.Type().ChanDir() != wanted {
		reject("an operation on a channel that was not given for it")
	}
	elem := v.Type().Elem()
	switch kind {
	case targetRecv:
		return &bound{out: []reflect.Type{elem, reflect.TypeFor[bool]()}, call: func([]reflect.Value) []reflect.Value {
			v, open := v.Recv()
			return []reflect.Value{v, reflect.ValueOf(open)}
		}}
	case targetSend:
		return &bound{in: []reflect.Type{elem}, call: func(in []reflect.Value) []reflect.Value {
			v.Send(in[0])
			return nil
		}}
	}
	return &bound{call: func([]reflect.Value) []reflect.Value {
		v.Close()
		return nil
	}}
}

// readAlways lets somebody read also while nobody waits, on the tests' side, or while a request is served, on the
// servant's: channels and contexts are used without a call.
func (s *Side) readAlways() {
	s.background.Do(func() {
		s.park()
		if !s.tests {
			s.relieve()
			return
		}
		go func() {
			for {
				s.token <- struct{}{}
				s.read()
				<-s.token
			}
		}()
	})
}
