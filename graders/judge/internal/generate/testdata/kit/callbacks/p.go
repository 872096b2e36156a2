package callbacks

import "sort"

func Map(s []int, f func(int) int) []int {
	out := make([]int, 0, len(s))
	for _, v := range s {
		out = append(out, f(v))
	}
	return out
}
func Counter() func() int                      { n := 0; return func() int { n++; return n } }
func Compose(f, g func(int) int) func(int) int { return func(x int) int { return g(f(x)) } }
func SortBy(s []string, less func(a, b string) bool) {
	sort.SliceStable(s, func(i, j int) bool { return less(s[i], s[j]) })
}
func Try(f func() (int, error)) (int, error) { return f() }
func IsNil(f func()) bool                    { return f == nil }
func Memo(f func(int) int) func(int) int {
	cache := map[int]int{}
	return func(x int) int {
		if v, ok := cache[x]; ok {
			return v
		}
		cache[x] = f(x)
		return cache[x]
	}
}

type Option func(*Server)

type Server struct {
	name string
	port int
	hook func(string)
}

func WithName(n string) Option       { return func(s *Server) { s.name = n } }
func WithPort(p int) Option          { return func(s *Server) { s.port = p } }
func WithHook(f func(string)) Option { return func(s *Server) { s.hook = f } }
func NewServer(opts ...Option) *Server {
	s := &Server{name: "x", port: 80}
	for _, o := range opts {
		o(s)
	}
	return s
}
func (s *Server) Name() string { return s.name }
func (s *Server) Port() int    { return s.port }
func (s *Server) Fire(e string) {
	if s.hook != nil {
		s.hook(e)
	}
}

type Handler func(string) string

func (h Handler) Upper(s string) string { return "!" + h(s) }
func Chain(hs ...Handler) Handler {
	return func(s string) string {
		for _, h := range hs {
			s = h(s)
		}
		return s
	}
}

type Bus struct{ subs map[string][]func(any) }

func NewBus() *Bus { return &Bus{map[string][]func(any){}} }
func (b *Bus) On(topic string, f func(any)) (off func()) {
	b.subs[topic] = append(b.subs[topic], f)
	i := len(b.subs[topic]) - 1
	return func() { b.subs[topic][i] = nil }
}
func (b *Bus) Emit(topic string, v any) int {
	n := 0
	for _, f := range b.subs[topic] {
		if f != nil {
			f(v)
			n++
		}
	}
	return n
}
