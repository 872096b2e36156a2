package enums

import "fmt"

type Suit int

const (
	Clubs Suit = iota
	Hearts
	Spades
)

func (s Suit) String() string { return [...]string{"C", "H", "S"}[s] }
func Best() Suit              { return Spades }
func Worse(s Suit) Suit {
	if s == Clubs {
		return Clubs
	}
	return s - 1
}
func All() []Suit        { return []Suit{Clubs, Hearts, Spades} }
func Name(s Suit) string { return fmt.Sprint("suit ", s) }

type Flag uint8

const (
	Read Flag = 1 << iota
	Write
)

func Both() Flag         { return Read | Write }
func Has(f, g Flag) bool { return f&g != 0 }
