-- A database as version 2 of the course wrote it, with what record.json has.
PRAGMA journal_mode = WAL;
PRAGMA user_version = 2;
CREATE TABLE entries (id TEXT NOT NULL PRIMARY KEY, at INTEGER NOT NULL, body TEXT NOT NULL) STRICT;
INSERT INTO entries (id, at, body) VALUES ('entry-of-kind-0', 1750000000000, '{"id":"entry-of-kind-0","at":1750000000000,"type":"begun","lesson":"echo-once"}');
INSERT INTO entries (id, at, body) VALUES ('entry-of-kind-1', 1750000060000, '{"id":"entry-of-kind-1","at":1750000060000,"type":"move","lesson":"echo-once","move":"socket"}');
INSERT INTO entries (id, at, body) VALUES ('entry-of-kind-2', 1750000120000, '{"id":"entry-of-kind-2","at":1750000120000,"type":"predicted","lab":"echo-once","whatIf":null,"prediction":"who-closes","value":"client","isSure":true}');
INSERT INTO entries (id, at, body) VALUES ('entry-of-kind-3', 1750000180000, '{"id":"entry-of-kind-3","at":1750000180000,"type":"predicted","lab":"echo-once","whatIf":"hangul","prediction":"how-many-bytes","value":"세 바이트 \"씩\""}');
INSERT INTO entries (id, at, body) VALUES ('entry-of-kind-4', 1750000240000, '{"id":"entry-of-kind-4","at":1750000240000,"type":"shown","lab":"echo-once","whatIf":null,"prediction":"who-closes","said":"client","shown":"server"}');
INSERT INTO entries (id, at, body) VALUES ('entry-of-kind-5', 1750000300000, '{"id":"entry-of-kind-5","at":1750000300000,"type":"reopened","lab":"echo-once","whatIf":null,"prediction":"who-closes"}');
INSERT INTO entries (id, at, body) VALUES ('entry-of-kind-6', 1750000360000, '{"id":"entry-of-kind-6","at":1750000360000,"type":"predicted","lab":"echo-once","whatIf":null,"prediction":"who-closes","value":null}');
INSERT INTO entries (id, at, body) VALUES ('entry-of-kind-7', 1750000420000, '{"id":"entry-of-kind-7","at":1750000420000,"type":"move","lesson":"echo-once","move":"bind"}');
INSERT INTO entries (id, at, body) VALUES ('entry-of-kind-8', 1750000480000, '{"id":"entry-of-kind-8","at":1750000480000,"type":"judged","exercise":"echo-once","hash":"0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f","passed":false,"causes":["compares-text"]}');
INSERT INTO entries (id, at, body) VALUES ('entry-of-kind-9', 1750000540000, '{"id":"entry-of-kind-9","at":1750000540000,"type":"judged","exercise":"echo-once","hash":"f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0","passed":true}');
INSERT INTO entries (id, at, body) VALUES ('entry-of-kind-10', 1750000600000, '{"id":"entry-of-kind-10","at":1750000600000,"type":"read","lesson":"echo-once","isRead":true}');
INSERT INTO entries (id, at, body) VALUES ('entry-of-kind-11', 1750000660000, '{"id":"entry-of-kind-11","at":1750000660000,"type":"read","lesson":"echo-once","isRead":false}');
