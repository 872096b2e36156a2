// Command sum adds up the numbers on standard input.
package main

func main() {
}
