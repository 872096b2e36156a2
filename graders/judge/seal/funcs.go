package seal

import "reflect"

// mention reads the number of an object; ours: it lives on this side.
func (d *Decoder) mention() (id uint64, ours bool) {
	n := d.uvarint()
	return n >> 1, n&1 == lives(d.s.tests)
}

// function reads a func: one of ours that comes home, or one that calls the other side.
func (d *Decoder) function(dst reflect.Value) {
	id, ours := d.mention()
	if id == 0 {
		dst.SetZero()
		return
	}
	t := dst.Type()
	if ours {
		v := d.s.objects.exported(id).val
		if !v.Type().ConvertibleTo(t) {
			reject("a func of another type")
		}
		dst.Set(v.Convert(t))
		return
	}
	dst.Set(d.s.objects.imported(id, t, func() reflect.Value {
		d.charge(256)
		return d.s.calling(t, target1(targetObject, id))
	}))
}

// calling makes a func of type t that calls a target of the other side.
func (s *Side) calling(t reflect.Type, to target) reflect.Value {
	in, out := signature(t)
	return reflect.MakeFunc(t, func(args []reflect.Value) []reflect.Value {
		return s.roundTrip(to, in, args, out)
	})
}

func signature(t reflect.Type) (in, out []reflect.Type) {
	for i := range t.NumIn() {
		in = append(in, t.In(i))
	}
	for i := range t.NumOut() {
		out = append(out, t.Out(i))
	}
	return in, out
}
