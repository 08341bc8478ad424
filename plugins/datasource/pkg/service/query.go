package service

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
)

// mostQueries the service takes in one request.
const mostQueries = 100

// Query forwards all queries of a request in one POST and answers every refId. An error means that the caller gave up.
func (c *Client) Query(ctx context.Context, caller Caller, queries []backend.DataQuery) (backend.Responses, error) {
	responses := make(backend.Responses, len(queries))
	asked := make([]*envelope, 0, len(queries))
	for _, query := range queries {
		if _, twice := responses[query.RefID]; twice {
			fault := ours(http.StatusBadRequest, fmt.Sprintf("Two queries are called “%s”. Give each a name of its own.", clip(query.RefID)), nil)
			responses[query.RefID] = fault.Response()
			asked = without(asked, query.RefID)
			continue
		}
		forwarded, fault := envelopeOf(query)
		switch {
		case fault != nil:
			responses[query.RefID] = fault.Response()
		case forwarded == nil:
			responses[query.RefID] = backend.DataResponse{Status: backend.StatusOK}
		default:
			responses[query.RefID] = backend.DataResponse{}
			asked = append(asked, forwarded)
		}
	}
	for len(asked) > 0 {
		batch := asked[:min(len(asked), mostQueries)]
		asked = asked[len(batch):]
		if err := c.answer(ctx, caller, batch, responses); err != nil {
			return nil, err
		}
	}
	return responses, nil
}

func without(asked []*envelope, refID string) []*envelope {
	kept := asked[:0]
	for _, one := range asked {
		if one.RefID != refID {
			kept = append(kept, one)
		}
	}
	return kept
}

// answer fills in the responses of a batch, with the fault where the batch has none.
func (c *Client) answer(ctx context.Context, caller Caller, batch []*envelope, responses backend.Responses) error {
	answered, err := c.post(ctx, caller, batch)
	if err != nil && ctx.Err() == context.Canceled {
		return backend.DownstreamError(context.Canceled)
	}
	for _, one := range batch {
		response, found := answered[one.RefID]
		switch {
		case err != nil:
			response = AsFault(err).Response()
		case !found:
			response = downstream(http.StatusBadGateway, "The Task-Master Observability service left this query out of its answer. See the service's log.", nil).Response()
		}
		responses[one.RefID] = response
	}
	return nil
}

func (c *Client) post(ctx context.Context, caller Caller, batch []*envelope) (backend.Responses, error) {
	if err := c.agree(ctx, caller); err != nil {
		return nil, err
	}
	body, err := json.Marshal(map[string]any{"queries": batch})
	if err != nil {
		return nil, ours(http.StatusBadRequest, "The queries cannot be written as JSON: "+err.Error()+".", err)
	}
	answer, err := c.ask(ctx, question{
		method:      http.MethodPost,
		path:        "/api/v1/query",
		body:        body,
		contentType: "application/json",
		token:       c.settings.APIToken,
		caller:      caller,
		limit:       mostQueryBytes,
	})
	if err != nil {
		c.doubt()
		return nil, err
	}
	if answer.Status != http.StatusOK {
		return nil, c.explain(ctx, caller, refusalOf(answer, c.settings.APIToken != ""))
	}
	responses, err := decodeAnswer(answer.Body)
	if err != nil {
		fault := downstream(http.StatusBadGateway, "The answer of the Task-Master Observability service cannot be read: it was cut off, or changed on its way. Try again; if it stays, see the service's log.", err)
		return nil, c.explain(ctx, caller, fault)
	}
	return responses, nil
}

// explain puts a mismatch of versions in the place of what it led to.
func (c *Client) explain(ctx context.Context, caller Caller, fault *Fault) error {
	if fault.Status == http.StatusUnauthorized || fault.Status == http.StatusTooManyRequests {
		return fault
	}
	c.doubt()
	if err := c.agree(ctx, caller); err != nil {
		return err
	}
	return fault
}
