package service

import (
	"context"
	"encoding/json"
	"net/http"
)

// CheckControlToken asks the service whether the datasource's control token is the right one. Without one it is fine: then
// nothing can be controlled from Grafana.
func (c *Client) CheckControlToken(ctx context.Context, caller Caller) error {
	if !c.CanControl() {
		return nil
	}
	body, err := json.Marshal(map[string]string{"token": c.settings.ControlToken})
	if err != nil {
		return ours(http.StatusInternalServerError, "The control token cannot be written as JSON: "+err.Error()+".", err)
	}
	answer, err := c.ask(ctx, question{
		method:      http.MethodPost,
		path:        "/api/v1/login",
		body:        body,
		contentType: "application/json",
		caller:      caller,
		limit:       mostSmallBytes,
	})
	if err != nil {
		return err
	}
	var granted struct {
		Level string `json:"level"`
	}
	switch {
	case answer.Status == http.StatusOK && json.Unmarshal(answer.Body, &granted) == nil && granted.Level == "control":
		return nil
	case answer.Status == http.StatusOK || answer.Status == http.StatusUnauthorized:
		return downstream(http.StatusUnauthorized, "The service answers, but the control token in the datasource's settings is not the right one: nothing could be controlled from Grafana. “taskmaster-observe token” prints it.", nil)
	default:
		return refusalOf(answer, true)
	}
}
