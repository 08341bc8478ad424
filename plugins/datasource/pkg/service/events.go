package service

import (
	"bufio"
	"bytes"
	"errors"
	"io"
)

// Event is one server-sent event.
type Event struct {
	// ID of the event, or of the last one before it that had one.
	ID   string
	Data []byte
}

// mostEventBytes of one event; a frame of 50,000 tasks has some 15 MB.
const mostEventBytes = 64 << 20

var errEventTooLarge = errors.New("an event of the live stream is larger than the plugin takes")

// readEvents calls take for each event of a text/event-stream body, as the HTML standard reads it, and heard for every line,
// comments included. It ends with the body's error (io.EOF at its end), or that of take.
func readEvents(body io.Reader, heard func(), take func(Event) error) error {
	reader := bufio.NewReaderSize(body, 64<<10)
	var event Event
	var started bool
	for {
		line, err := readLine(reader, mostEventBytes-len(event.Data))
		if err != nil {
			return err // what has no empty line after it was broken off
		}
		heard()
		if len(line) == 0 {
			if started {
				if err := take(Event{ID: event.ID, Data: bytes.TrimSuffix(event.Data, []byte("\n"))}); err != nil {
					return err
				}
			}
			event.Data, started = nil, false
			continue
		}
		name, value, _ := bytes.Cut(line, []byte(":"))
		value = bytes.TrimPrefix(value, []byte(" "))
		switch string(name) {
		case "data":
			started = true
			event.Data = append(append(event.Data, value...), '\n')
		case "id":
			if !bytes.ContainsRune(value, 0) {
				event.ID = string(value)
			}
		}
	}
}

// readLine reads up to a line's end (\n, \r\n), without it.
func readLine(reader *bufio.Reader, most int) ([]byte, error) {
	var line []byte
	for {
		part, err := reader.ReadSlice('\n')
		line = append(line, part...)
		if len(line) > most {
			return nil, errEventTooLarge
		}
		if err == nil {
			return bytes.TrimSuffix(bytes.TrimSuffix(line, []byte("\n")), []byte("\r")), nil
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return nil, err
		}
	}
}
