package service

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
)

// Settings of one datasource, besides Grafana's own HTTP ones.
type Settings struct {
	// Base is the service's address; it may have a path, where a proxy puts the service below one.
	Base *url.URL
	// APIToken is sent with everything; empty for a service on loopback that asks for none.
	APIToken string
	// ControlToken is sent instead on routes that control the work.
	ControlToken string
}

// ReadSettings takes the settings of a datasource, or says in a sentence what is wrong with them.
func ReadSettings(from backend.DataSourceInstanceSettings) (Settings, error) {
	text := strings.TrimSpace(from.URL)
	if text == "" {
		return Settings{}, errors.New("The datasource has no URL: enter the service's address in its settings, such as http://127.0.0.1:4747.")
	}
	base, err := url.Parse(text)
	switch {
	case err != nil || base.Host == "" || base.Scheme != "http" && base.Scheme != "https":
		return Settings{}, fmt.Errorf("The datasource's URL “%s” is no address: it must begin with http:// or https:// and name a host, such as http://127.0.0.1:4747.", clip(text))
	case base.User != nil:
		return Settings{}, errors.New("The datasource's URL holds a user name: enter it under “Basic auth” in the settings instead, where it is kept as a secret.")
	case base.RawQuery != "" || base.Fragment != "":
		return Settings{}, errors.New("The datasource's URL must not have a “?” or “#”: enter the service's address only.")
	}
	secrets := from.DecryptedSecureJSONData
	return Settings{
		Base:         base,
		APIToken:     strings.TrimSpace(secrets["apiToken"]),
		ControlToken: strings.TrimSpace(secrets["controlToken"]),
	}, nil
}

// address of a path of the service; the path's parts are escaped already.
func (s Settings) address(escaped string) string {
	return s.Base.Scheme + "://" + s.Base.Host + strings.TrimRight(s.Base.EscapedPath(), "/") + escaped
}

func clip(text string) string {
	runes := []rune(text)
	if len(runes) <= 300 {
		return text
	}
	return string(runes[:300]) + "…"
}
