/**
 * Version of the HTTP API, said by `/health/ready`. It grows when a client of the version before would misread an answer or
 * be refused: not for a new route, query type, field or column. The datasource's executable compares it with its own
 * (`plugins/datasource/pkg/service/handshake.go`) and says which side to update.
 */
export const API_VERSION = 1;
