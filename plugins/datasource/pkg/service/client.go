// Package service is the HTTP client of the Task-Master Observability service: what it is asked, and what its silence means.
package service

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/httpclient"
)

// Most bytes of an answer that are read, unpacked. 200,000 timeline rows are some 60 MB.
const (
	mostQueryBytes    = 256 << 20
	mostResourceBytes = 32 << 20
	mostSmallBytes    = 1 << 20
)

// Client asks one service, as one datasource is set up to.
type Client struct {
	settings Settings
	version  string
	http     *http.Client
	// live has no overall timeout: a stream is meant to last.
	live *http.Client
	// silence is how long a stream may say nothing.
	silence   time.Duration
	handshake handshake
}

// NewClient makes a client from a datasource's settings. version is the plugin's.
func NewClient(ctx context.Context, from backend.DataSourceInstanceSettings, version string) (*Client, error) {
	settings, err := ReadSettings(from)
	if err != nil {
		return nil, err
	}
	options, err := from.HTTPClientOptions(ctx)
	if err != nil {
		return nil, fmt.Errorf("The datasource's HTTP settings cannot be used: %w.", err)
	}
	client := &Client{settings: settings, version: version, silence: longestSilence}
	if client.http, err = newHTTPClient(options); err != nil {
		return nil, err
	}
	timeouts := *options.Timeouts
	timeouts.Timeout = 0
	options.Timeouts = &timeouts
	if client.live, err = newHTTPClient(options); err != nil {
		return nil, err
	}
	return client, nil
}

func newHTTPClient(options httpclient.Options) (*http.Client, error) {
	client, err := httpclient.New(options)
	if err != nil {
		return nil, fmt.Errorf("The datasource's HTTP settings cannot be used: %w.", err)
	}
	// A redirect is a log-in page or a wrong address; following it would turn a POST into a GET and hand the token on.
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return client, nil
}

// Close lets go of idle connections.
func (c *Client) Close() {
	c.http.CloseIdleConnections()
	c.live.CloseIdleConnections()
}

// Address is where the service is; for those who may see a datasource's settings.
func (c *Client) Address() string { return c.settings.Base.String() }

// CanControl is whether the datasource holds a control token.
func (c *Client) CanControl() bool { return c.settings.ControlToken != "" }

// Answer of the service, whatever its status.
type Answer struct {
	Status int
	Header http.Header
	Body   []byte
}

type question struct {
	method string
	// path is escaped, with the query string where there is one.
	path        string
	body        []byte
	contentType string
	token       string
	caller      Caller
	// actor is who controls the work; empty where nothing is controlled.
	actor string
	limit int64
}

func (c *Client) request(ctx context.Context, q question) (*http.Request, error) {
	request, err := http.NewRequestWithContext(ctx, q.method, c.settings.address(q.path), bytes.NewReader(q.body))
	if err != nil {
		return nil, ours(http.StatusInternalServerError, "The plugin could not make its request: "+err.Error()+".", err)
	}
	header := request.Header
	header.Set("Accept", "application/json")
	header.Set("User-Agent", "taskmaster-observability-datasource/"+c.version)
	if len(q.body) > 0 {
		header.Set("Content-Type", q.contentType)
	}
	if q.token != "" {
		header.Set("Authorization", "Bearer "+headerText(q.token))
	}
	if q.actor != "" {
		header.Set("X-Taskmaster-Actor", headerText(q.actor))
	}
	q.caller.addTo(header)
	return request, nil
}

// ask sends a question and reads the whole answer; what came in place of one is a *Fault, or the caller's cancellation.
func (c *Client) ask(ctx context.Context, q question) (*Answer, error) {
	request, err := c.request(ctx, q)
	if err != nil {
		return nil, err
	}
	response, err := c.http.Do(request)
	if err != nil {
		return nil, unreachable(ctx, err)
	}
	defer func() { _ = response.Body.Close() }() // everything of interest was read, or failed with a reason of its own
	body, err := readBounded(response, q.limit)
	if err != nil {
		return nil, brokenOff(ctx, err, q.limit)
	}
	return &Answer{Status: response.StatusCode, Header: response.Header, Body: body}, nil
}

func brokenOff(ctx context.Context, err error, limit int64) error {
	if errors.Is(err, errTooLarge) {
		sentence := fmt.Sprintf("The answer is larger than %d MB. Ask for less: a shorter time range, or a lower limit.", limit>>20)
		return downstream(http.StatusBadGateway, sentence, err)
	}
	return unreachable(ctx, err)
}

func readBounded(response *http.Response, limit int64) ([]byte, error) {
	if response.ContentLength > limit {
		return nil, errTooLarge
	}
	var buffer bytes.Buffer
	if response.ContentLength > 0 {
		buffer.Grow(int(response.ContentLength) + bytes.MinRead) // one allocation instead of a doubling row
	}
	read, err := buffer.ReadFrom(io.LimitReader(response.Body, limit+1))
	if err == nil && read > limit {
		err = errTooLarge
	}
	return buffer.Bytes(), err
}

var errTooLarge = errors.New("the answer is larger than the plugin takes")
