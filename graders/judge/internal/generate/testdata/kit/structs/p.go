package structs

import (
	"fmt"
	"strings"
)

type Point struct{ X, Y float64 }

func (p Point) Add(q Point) Point { return Point{p.X + q.X, p.Y + q.Y} }
func (p *Point) Scale(f float64)  { p.X *= f; p.Y *= f }
func (p Point) String() string    { return fmt.Sprintf("(%g,%g)", p.X, p.Y) }

type Person struct {
	Name    string `json:"name"`
	Age     int
	Address *Address
	Tags    []string
	Extra   map[string]any
}

type Address struct{ City string }

func (p Person) Greeting() string { return "Hi " + p.Name }
func (p *Person) Birthday() int   { p.Age++; return p.Age }

type Employee struct {
	Person
	Boss *Person
}

func NewPerson(name string) Person         { return Person{Name: name, Address: &Address{"Here"}} }
func Hire(p Person, boss *Person) Employee { return Employee{p, boss} }

type Words []string

func (w Words) Join() string { return strings.Join(w, "-") }
func (w Words) Len() int     { return len(w) }

type Level int

const (
	Low Level = iota + 1
	Mid
	High
)

func (l Level) String() string { return [...]string{"?", "low", "mid", "high"}[l] }
func Next(l Level) Level {
	if l == High {
		return Low
	}
	return l + 1
}

const Max, Name, Ratio = 10, "struct", 0.5

var Default = Person{Name: "nobody", Tags: []string{"a"}}
var Table = map[string]int{"one": 1}

func Ages(people ...Person) map[string]int {
	m := map[string]int{}
	for _, p := range people {
		m[p.Name] = p.Age
	}
	return m
}
