// Command tool prints the facts from another goroutine.
package main

import "example.com/m"

func main() {
	facts := make(chan string)
	go func() { facts <- m.Facts() }()
	println(<-facts)
}
