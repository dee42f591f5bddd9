CREATE TABLE host_user (
    id            VARCHAR(128) PRIMARY KEY,
    username      VARCHAR(128) NOT NULL UNIQUE,
    display_name  VARCHAR(256) NOT NULL,
    role          VARCHAR(16)  NOT NULL,
    password_hash VARCHAR(512),
    created_at    BIGINT       NOT NULL
);
CREATE TABLE host_token_family (
    id         VARCHAR(64)  PRIMARY KEY,
    user_id    VARCHAR(128) NOT NULL REFERENCES host_user (id),
    counter    BIGINT       NOT NULL,
    created_at BIGINT       NOT NULL,
    expires_at BIGINT       NOT NULL,
    revoked_at BIGINT
);
CREATE INDEX host_token_family_expiry ON host_token_family (expires_at);
CREATE TABLE host_ticket (
    hash       VARCHAR(64)  PRIMARY KEY,
    user_id    VARCHAR(128) NOT NULL REFERENCES host_user (id),
    expires_at BIGINT       NOT NULL
);
CREATE TABLE host_agent (
    name       VARCHAR(128) PRIMARY KEY,
    title      VARCHAR(256) NOT NULL,
    definition VARCHAR(512) NOT NULL,
    node       VARCHAR(64)  NOT NULL,
    synced_at  BIGINT       NOT NULL
)
