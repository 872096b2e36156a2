package seal

import (
	"bufio"
	"encoding/binary"
	"errors"
	"io"
)

// The kinds of frames.
const (
	kindCall   = 1 // target and arguments
	kindReturn = 2 // results
	kindPanic  = 3 // the value of a panic
	kindGoexit = 4 // the goroutine that served the call has ended itself
	kindCancel = 5 // a context of the sender is over; id is the object, no answer
	kindHello  = 6 // the first frame of the tests: whether only one goroutine of theirs runs at a time
)

const (
	// maxFrame is the largest frame, in bytes.
	maxFrame = 32 << 20
	// firstPiece is read before anything larger is allocated; then the buffer doubles.
	firstPiece = 64 << 10
	// headBytes is the length in front of every frame.
	headBytes = 4
)

// frame is one unit of the stream: u32 length, kind, id, parent, body. The id of a call is chosen by its sender, answers
// carry it back. The parent is the call of the other side in whose service this call is made; 0: none.
type frame struct {
	kind       byte
	id, parent uint64
	body       []byte
}

// startFrame begins a frame; finishFrame fills in its length.
func startFrame(kind byte, id, parent uint64) []byte {
	b := make([]byte, headBytes, 256)
	b = append(b, kind)
	b = binary.AppendUvarint(b, id)
	return binary.AppendUvarint(b, parent)
}

var errTooLarge = errors.New("more than 32 MiB in one call")

func finishFrame(b []byte) error {
	if len(b)-headBytes > maxFrame {
		return errTooLarge
	}
	binary.LittleEndian.PutUint32(b, uint32(len(b)-headBytes))
	return nil
}

// readFrame reads one frame. io.EOF: the stream ended between two frames. The body is read in growing pieces, so that
// an announced length costs no memory before the bytes are there.
func readFrame(r *bufio.Reader) (frame, error) {
	var head [headBytes]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return frame{}, err
	}
	length := int(binary.LittleEndian.Uint32(head[:]))
	if length > maxFrame {
		return frame{}, violation("a frame of more than 32 MiB")
	}
	body := make([]byte, min(length, firstPiece))
	for read := 0; ; {
		n, err := io.ReadFull(r, body[read:])
		if read += n; err != nil {
			return frame{}, io.ErrUnexpectedEOF
		}
		if read == length {
			break
		}
		body = append(body, make([]byte, min(length-read, read))...)
	}
	return parseFrame(body)
}

func parseFrame(body []byte) (frame, error) {
	if len(body) == 0 || body[0] < kindCall || body[0] > kindHello {
		return frame{}, violation("a frame of no known kind")
	}
	f := frame{kind: body[0]}
	rest := body[1:]
	for _, field := range []*uint64{&f.id, &f.parent} {
		v, n := binary.Uvarint(rest)
		if n <= 0 {
			return frame{}, violation("a frame without its numbers")
		}
		*field, rest = v, rest[n:]
	}
	f.body = rest
	return f, nil
}
