package seal

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"reflect"
	"strconv"
	"syscall"
)

// How an error is written, behind tagError.
const (
	errorStandard = 0 // by name: both sides have it
	errorHome     = 1 // ours that comes back
	errorRemote   = 2 // number, text, which methods it has, form of its chain, chain
)

// Methods that errors.Is and errors.As ask for.
const (
	hasIs = 1
	hasAs = 2
)

// Forms of the chain below an error.
const (
	chainNone = 0
	chainOne  = 1 // Unwrap() error
	chainMany = 2 // Unwrap() []error
)

// standard are the errors that tests compare with and that every program has.
func standard() map[string]error {
	return map[string]error{
		"io.EOF": io.EOF, "io.ErrUnexpectedEOF": io.ErrUnexpectedEOF, "io.ErrShortWrite": io.ErrShortWrite,
		"io.ErrShortBuffer": io.ErrShortBuffer, "io.ErrNoProgress": io.ErrNoProgress, "io.ErrClosedPipe": io.ErrClosedPipe,
		"fs.ErrInvalid": fs.ErrInvalid, "fs.ErrPermission": fs.ErrPermission, "fs.ErrExist": fs.ErrExist,
		"fs.ErrNotExist": fs.ErrNotExist, "fs.ErrClosed": fs.ErrClosed, "fs.SkipDir": fs.SkipDir, "fs.SkipAll": fs.SkipAll,
		"strconv.ErrRange": strconv.ErrRange, "strconv.ErrSyntax": strconv.ErrSyntax,
		"context.Canceled": context.Canceled, "context.DeadlineExceeded": context.DeadlineExceeded,
		"errors.ErrUnsupported": errors.ErrUnsupported,
	}
}

// addStandard registers the types and errors that need no generated code.
func (r *registry) addStandard() {
	for _, t := range []reflect.Type{
		reflect.TypeFor[bool](), reflect.TypeFor[int](), reflect.TypeFor[int8](), reflect.TypeFor[int16](),
		reflect.TypeFor[int32](), reflect.TypeFor[int64](), reflect.TypeFor[uint](), reflect.TypeFor[uint8](),
		reflect.TypeFor[uint16](), reflect.TypeFor[uint32](), reflect.TypeFor[uint64](), reflect.TypeFor[uintptr](),
		reflect.TypeFor[float32](), reflect.TypeFor[float64](), reflect.TypeFor[complex64](), reflect.TypeFor[complex128](),
		reflect.TypeFor[string](), errorType,
		reflect.TypeFor[fs.PathError](), reflect.TypeFor[strconv.NumError](), reflect.TypeFor[syscall.Errno](),
	} {
		r.addType(r.name(t), t)
	}
	r.addType("any", anyType)
	r.addTime()
}

// error writes an error of a type that the other side does not have. Its text and chain are what they are now.
func (e *Encoder) error(err error, v reflect.Value) {
	e.b = append(e.b, tagError)
	if v.Comparable() {
		if name, known := e.s.sentinels[err]; known {
			e.b = append(e.b, errorStandard)
			e.text(name)
			return
		}
	}
	if r, ours := err.(interface{ far() *remoteError }); ours {
		e.b = append(e.b, errorHome)
		e.uvarint(r.far().id)
		return
	}
	identity := any(nil)
	if v.Comparable() {
		identity = err
	}
	x := e.s.objects.export(identity, v, e.goid)
	e.b = append(e.b, errorRemote)
	e.uvarint(x.id)
	e.weigh(128)
	text := textOf(err)
	e.told += len(text)
	e.text(text)
	e.b = append(e.b, methodsOf(err))
	e.chain(err)
}

func methodsOf(err error) (methods byte) {
	if _, is := err.(interface{ Is(error) bool }); is {
		methods |= hasIs
	}
	if _, is := err.(interface{ As(any) bool }); is {
		methods |= hasAs
	}
	return methods
}

func (d *Decoder) error() reflect.Value {
	switch d.byte() {
	case errorStandard:
		if err := d.s.standard[d.text()]; err != nil {
			return reflect.ValueOf(err)
		}
		reject("an unknown standard error")
	case errorHome:
		return d.s.objects.exported(d.uvarint()).val
	case errorRemote:
		return d.remoteError()
	}
	reject("an error with an unknown mark")
	return reflect.Value{}
}

func (d *Decoder) remoteError() reflect.Value {
	far := &remoteError{s: d.s, id: d.uvarint(), text: d.text(), methods: d.byte()}
	d.charge(128)
	form := d.byte()
	switch form {
	case chainNone:
	case chainOne:
		far.below = []error{d.oneError()}
	case chainMany:
		n := d.count(1)
		d.charge(n * 16)
		far.below = make([]error, n)
		for i := range far.below {
			far.below[i] = d.oneError()
		}
	default:
		reject("an error with an unknown chain")
	}
	made := far.formed(form)
	v := d.s.objects.imported(far.id, errorType, func() reflect.Value { return made })
	old, _ := v.Interface().(interface{ far() *remoteError })
	if old == nil {
		reject("an error under the number of something else")
	}
	if old.far().text == far.text {
		return v
	}
	d.s.objects.replace(far.id, errorType, made)
	return made
}

func (d *Decoder) oneError() error {
	v := reflect.New(errorType).Elem()
	d.value(d.s.reg.plan(errorType), v)
	err, _ := v.Interface().(error)
	return err
}
