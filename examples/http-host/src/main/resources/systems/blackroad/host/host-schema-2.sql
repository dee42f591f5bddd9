CREATE TABLE host_share (
    session_id VARCHAR(64)  NOT NULL,
    user_id    VARCHAR(128) NOT NULL REFERENCES host_user (id),
    created_at BIGINT       NOT NULL,
    PRIMARY KEY (session_id, user_id)
);
CREATE INDEX host_share_user ON host_share (user_id)
