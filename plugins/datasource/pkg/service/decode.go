package service

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"
)

// decodeAnswer reads {"results": {refId: …}}. A result that is malformed is an error of its own refId; the error returned is
// for an answer of which nothing can be read.
func decodeAnswer(body []byte) (backend.Responses, error) {
	decoded, err := decodeResults(body)
	if err == nil {
		for refID, response := range decoded {
			decoded[refID] = tidied(refID, response)
		}
		return decoded, nil
	}
	var parts struct {
		Results map[string]json.RawMessage `json:"results"`
	}
	if json.Unmarshal(body, &parts) != nil || parts.Results == nil {
		return nil, err
	}
	responses := make(backend.Responses, len(parts.Results))
	for refID, part := range parts.Results {
		one, err := json.Marshal(map[string]any{"results": map[string]json.RawMessage{"one": part}})
		if err != nil {
			return nil, err
		}
		if alone, err := decodeResults(one); err != nil {
			sentence := "The Task-Master Observability service answered with what is no data frame: " + clip(err.Error()) + ". This is a fault of the service; its version and this message belong in a report."
			responses[refID] = downstream(http.StatusBadGateway, sentence, err).Response()
		} else {
			responses[refID] = tidied(refID, alone["one"])
		}
	}
	return responses, nil
}

// decodeResults is the SDK's decoder; it panics at some malformed frames.
func decodeResults(body []byte) (responses backend.Responses, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			responses, err = nil, fmt.Errorf("%v", cause)
		}
	}()
	var decoded backend.QueryDataResponse
	// Not json.Unmarshal, which would read everything twice.
	if err := decoded.UnmarshalJSON(body); err != nil {
		return nil, err
	}
	if decoded.Responses == nil {
		return nil, errors.New("it has no results")
	}
	return decoded.Responses, nil
}

// DecodeFrame reads one frame.
func DecodeFrame(body []byte) (frame *data.Frame, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			frame, err = nil, fmt.Errorf("%v", cause)
		}
	}()
	frame = &data.Frame{}
	if err := json.Unmarshal(body, frame); err != nil {
		return nil, err
	}
	if _, err := frame.RowLen(); err != nil {
		return nil, err
	}
	return frame, nil
}

// tidied gives a response what Grafana expects of each: a status, whose fault an error is, frames that know their query.
func tidied(refID string, response backend.DataResponse) backend.DataResponse {
	if response.Error != nil && response.Error.Error() == "" {
		response.Error = errors.New("The query failed in the Task-Master Observability service, which gave no reason. See its log.")
	}
	if response.Status == 0 {
		response.Status = backend.StatusOK
		if response.Error != nil {
			response.Status = backend.StatusInternal
		}
	}
	if response.Error == nil && response.Status >= http.StatusBadRequest {
		response.Error = fmt.Errorf("The query failed in the Task-Master Observability service (status %d), which gave no reason. See its log.", response.Status)
	}
	if response.Error != nil && !response.ErrorSource.IsValid() {
		response.ErrorSource = backend.ErrorSourceFromHTTPStatus(int(response.Status))
	}
	for _, frame := range response.Frames {
		if frame.RefID == "" {
			frame.RefID = refID
		}
	}
	return response
}
