// Package web lets HTTP handlers cross: a stub's handler is a reverse proxy to the student's in the servant.
package web

import "pushmark/judge/seal"

// Register makes requests, responses and response writers known to a side.
func Register(s *seal.Side) {}
