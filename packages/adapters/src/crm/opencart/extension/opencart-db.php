<?php
/** OpenCart's database as RingbackApi wants it; the same in OpenCart 3 and 4. */
class RingbackOpenCartDb {
	private $db;

	public function __construct($db) {
		$this->db = $db;
	}

	public function query(string $sql): array {
		$result = $this->db->query($sql);
		return is_object($result) ? $result->rows : [];
	}

	public function escape(string $text): string {
		return $this->db->escape($text);
	}

	public function lastId(): int {
		return (int)$this->db->getLastId();
	}

	public function columns(string $table): array {
		return array_map(function ($row) {
			$automatic = $row['Extra'] !== '' ? 'automatic' : null;
			return [$row['Field'], $row['Null'] === 'YES', $row['Default'] ?? $automatic];
		}, $this->query('SHOW COLUMNS FROM `' . $table . '`'));
	}
}
