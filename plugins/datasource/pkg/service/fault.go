package service

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
)

// Fault is why a question has no answer: a sentence for the user, whose fault it was, and what lies beneath.
type Fault struct {
	Status   int
	Source   backend.ErrorSource
	Sentence string
	// Detail is the error beneath, or what the service wrote; for the log and the health check.
	Detail error
	// Cause is one word for programs: unreachable, other-service, version, token, refused or failed.
	Cause string
	// RetryAfter is the service's own wish, as it came; empty where it said none.
	RetryAfter string
}

func (f *Fault) Error() string { return f.Sentence }

func (f *Fault) Unwrap() error { return f.Detail }

// Response is the fault as the answer to a query.
func (f *Fault) Response() backend.DataResponse {
	return backend.ErrDataResponseWithSource(backend.Status(f.Status), f.Source, f.Sentence)
}

// AsFault finds the fault in an error; an error without one is the plugin's.
func AsFault(err error) *Fault {
	if fault, ok := errors.AsType[*Fault](err); ok {
		return fault
	}
	sentence := "The datasource failed: " + err.Error() + "."
	return &Fault{Status: http.StatusInternalServerError, Source: backend.ErrorSourcePlugin, Sentence: sentence, Detail: err, Cause: "failed"}
}

func downstream(status int, sentence string, detail error) *Fault {
	return &Fault{Status: status, Source: backend.ErrorSourceDownstream, Sentence: sentence, Detail: detail, Cause: "failed"}
}

func ours(status int, sentence string, detail error) *Fault {
	return &Fault{Status: status, Source: backend.ErrorSourcePlugin, Sentence: sentence, Detail: detail, Cause: "failed"}
}

// unreachable says why no answer came. A request that the caller gave up keeps its error: it is nobody's fault.
func unreachable(ctx context.Context, err error) error {
	if errors.Is(ctx.Err(), context.Canceled) {
		return backend.DownstreamError(context.Canceled)
	}
	status, sentence := http.StatusBadGateway, ""
	var timeout net.Error
	switch dial, failed := errors.AsType[*net.OpError](err); {
	case errors.Is(err, context.DeadlineExceeded) || errors.As(err, &timeout) && timeout.Timeout():
		status = http.StatusGatewayTimeout
		sentence = "The Task-Master Observability service did not answer in time. Ask for less (a shorter time range), or raise the timeout in the datasource's settings."
	case unknownHost(err) != "":
		sentence = "The host of the datasource's URL, “" + clip(unknownHost(err)) + "”, is not known to Grafana's server. Correct the URL in the datasource's settings."
	case unsafe(err):
		sentence = "The connection to the Task-Master Observability service could not be made safe (TLS): " + clip(rootOf(err).Error()) + ". Check http or https in the datasource's URL, and the certificates in its settings."
	case failed && dial.Op == "dial":
		sentence = "Nothing answers at the datasource's URL: the Task-Master Observability service does not run there, or its network does not let Grafana in. Start it (taskmaster-observe start), or correct the URL in the datasource's settings."
	case errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF):
		sentence = "The Task-Master Observability service broke off before its answer was whole; it may have been restarted. Try again."
	default:
		sentence = "The Task-Master Observability service could not be reached: " + clip(rootOf(err).Error()) + "."
	}
	fault := downstream(status, sentence, err)
	fault.Cause = "unreachable"
	return fault
}

func unknownHost(err error) string {
	if name, ok := errors.AsType[*net.DNSError](err); ok {
		return name.Name
	}
	return ""
}

func unsafe(err error) bool {
	if errors.Is(err, http.ErrSchemeMismatch) {
		return true
	}
	var record tls.RecordHeaderError
	var certificate *tls.CertificateVerificationError
	var alert tls.AlertError
	return errors.As(err, &record) || errors.As(err, &certificate) || errors.As(err, &alert)
}

// rootOf leaves out what net/http puts in front: method and address are said otherwise, or not at all to viewers.
func rootOf(err error) error {
	for next := errors.Unwrap(err); next != nil; next = errors.Unwrap(err) {
		err = next
	}
	return err
}
