package service

import (
	"bytes"
	"errors"
	"io"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"
)

func TestEventsAsTheStandardReadsThem(t *testing.T) {
	stream := ": hello\n\nretry: 2000\n\nid: 1\ndata: one\n\ndata:two\r\nid:2\r\ndata:  lines\r\n\r\nid\ndata\n\nid: a\x00b\nevent: x\ndata: three\n\nid: 9\n\nid: 10\ndata: cut"
	want := []Event{{"1", []byte("one")}, {"2", []byte("two\n lines")}, {"", []byte{}}, {"", []byte("three")}}
	for name, reader := range map[string]io.Reader{"at once": strings.NewReader(stream), "byte by byte": iotest.OneByteReader(strings.NewReader(stream))} {
		var got []Event
		lines := 0
		err := readEvents(reader, func() { lines++ }, func(event Event) error {
			got = append(got, event)
			return nil
		})
		if !errors.Is(err, io.EOF) || lines != strings.Count(stream, "\n") {
			t.Errorf("%s: ended with %v after %d lines", name, err, lines)
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestLongLines(t *testing.T) {
	body := bytes.Repeat([]byte("x"), 1<<20)
	stream := append(append([]byte("data: "), body...), "\n\n"...)
	err := readEvents(bytes.NewReader(stream), func() {}, func(event Event) error {
		if !bytes.Equal(event.Data, body) {
			t.Errorf("%d bytes came of %d", len(event.Data), len(body))
		}
		return nil
	})
	if !errors.Is(err, io.EOF) {
		t.Error(err)
	}
	endless := io.MultiReader(strings.NewReader("data: "), endlessly{})
	if err := readEvents(endless, func() {}, func(Event) error { return nil }); !errors.Is(err, errEventTooLarge) {
		t.Errorf("an event without an end ended with %v", err)
	}
}

// endlessly reads as x's without a line's end.
type endlessly struct{}

func (endlessly) Read(into []byte) (int, error) {
	for i := range into {
		into[i] = 'x'
	}
	return len(into), nil
}
