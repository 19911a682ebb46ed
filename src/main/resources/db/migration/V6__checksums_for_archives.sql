-- Archives carry a CRC-32 ahead of each file's bytes: counted while they are saved, so that nothing is read to write one down.
-- Null for blobs that were saved before.
alter table blob add column crc32 bigint check (crc32 between 0 and 4294967295);
