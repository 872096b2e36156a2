package seal

import (
	"encoding"
	"reflect"
	"time"
)

// Hook replaces the codec for one type. Decode gets a settable value; what it is given may be hostile.
type Hook struct {
	// Stable: the same content is written as the same bytes on both sides.
	Stable bool
	Encode func(e *Encoder, v reflect.Value)
	Decode func(d *Decoder, dst reflect.Value)
}

// AddHook registers the codec of a type under the name that both sides know it by.
func AddHook(half Half, t reflect.Type, h Hook) {
	s := half.(*Side)
	s.reg.addType(s.reg.name(t), t)
	s.reg.mu.Lock()
	defer s.reg.mu.Unlock()
	s.reg.hooks[t] = &h
}

// Put writes a value as one of type T, inside a hook.
func Put[T any](e *Encoder, v T) {
	e.value(e.s.reg.plan(reflect.TypeFor[T]()), reflect.ValueOf(&v).Elem())
}

// Get reads a value of type T, inside a hook.
func Get[T any](d *Decoder) T {
	var v T
	d.charge(int(reflect.TypeFor[T]().Size()))
	d.value(d.s.reg.plan(reflect.TypeFor[T]()), reflect.ValueOf(&v).Elem())
	return v
}

// Reject ends the connection, inside a Decode: what was sent is no value of the type.
func Reject(what string) { reject(what) }

// Text registers a type of the standard library that travels as its text.
//
//go:noinline
func Text(h Half, pointer interface {
	encoding.TextMarshaler
	encoding.TextUnmarshaler
}) {
	AddHook(h, pointed(pointer), Hook{true, func(e *Encoder, v reflect.Value) {
		e.marshaled(v, addressable(v).Addr().Interface().(encoding.TextMarshaler).MarshalText)
	}, func(d *Decoder, dst reflect.Value) {
		if dst.Addr().Interface().(encoding.TextUnmarshaler).UnmarshalText([]byte(d.text())) != nil {
			reject("a text that is no value of its type")
		}
	}})
}

// Binary registers a type of the standard library that travels as its binary form.
//
//go:noinline
func Binary(h Half, pointer interface {
	encoding.BinaryMarshaler
	encoding.BinaryUnmarshaler
}) {
	AddHook(h, pointed(pointer), Hook{true, func(e *Encoder, v reflect.Value) {
		e.marshaled(v, addressable(v).Addr().Interface().(encoding.BinaryMarshaler).MarshalBinary)
	}, func(d *Decoder, dst reflect.Value) {
		if dst.Addr().Interface().(encoding.BinaryUnmarshaler).UnmarshalBinary([]byte(d.text())) != nil {
			reject("bytes that are no value of their type")
		}
	}})
}

func (e *Encoder) marshaled(v reflect.Value, marshal func() ([]byte, error)) {
	text, err := marshal()
	if err != nil {
		refuse(v.Type())
	}
	e.text(string(text))
}

// Zones of a time.
const (
	zoneUTC   = 0
	zoneLocal = 1
	zoneNamed = 2
)

// addTime lets a time.Time travel with its wall clock and zone, without the monotonic part.
func (r *registry) addTime() {
	t := reflect.TypeFor[time.Time]()
	r.addType("time.Time", t)
	r.addType("time.Duration", reflect.TypeFor[time.Duration]())
	r.addType("time.Month", reflect.TypeFor[time.Month]())
	r.addType("time.Weekday", reflect.TypeFor[time.Weekday]())
	r.hooks[t] = &Hook{true, encodeTime, decodeTime}
}

func encodeTime(e *Encoder, v reflect.Value) {
	t := v.Interface().(time.Time)
	Put(e, t.Unix())
	Put(e, int32(t.Nanosecond()))
	name, offset := t.Zone()
	switch place := t.Location(); {
	case place == time.UTC:
		e.b = append(e.b, zoneUTC)
	case place == time.Local:
		e.b = append(e.b, zoneLocal)
	default:
		e.b = append(e.b, zoneNamed)
		e.text(place.String())
		e.text(name)
		Put(e, int32(offset))
	}
}

func decodeTime(d *Decoder, dst reflect.Value) {
	t := time.Unix(Get[int64](d), int64(Get[int32](d)))
	switch d.byte() {
	case zoneUTC:
		t = t.UTC()
	case zoneLocal:
	case zoneNamed:
		place, name, offset := d.text(), d.text(), int(Get[int32](d))
		t = t.In(zone(place, name, offset))
	default:
		reject("a time in an unknown kind of zone")
	}
	dst.Set(reflect.ValueOf(t))
}

// zone loads a zone by its name; a name that the system does not have becomes a fixed offset.
func zone(place, name string, offset int) *time.Location {
	if place != name && place != "" && len(place) < 64 {
		if z, err := time.LoadLocation(place); err == nil {
			return z
		}
	}
	return time.FixedZone(name, offset)
}
