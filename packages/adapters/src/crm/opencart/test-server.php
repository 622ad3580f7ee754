<?php
/** The extension without OpenCart, for tests: `php -S` with this as its router, tables of OpenCart 3 in SQLite (RINGBACK_TEST_DB). */
require __DIR__ . '/extension/ringback.php';

class SqliteDb {
	private $pdo;

	public function __construct(string $file) {
		$this->pdo = new PDO('sqlite:' . $file, null, null, [PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION]);
		$this->pdo->exec('PRAGMA busy_timeout = 5000');
	}

	public function query(string $sql): array {
		return $this->pdo->query($sql)->fetchAll(PDO::FETCH_ASSOC);
	}

	public function escape(string $text): string {
		return str_replace("'", "''", $text);
	}

	public function lastId(): int {
		return (int)$this->pdo->lastInsertId();
	}

	public function columns(string $table): array {
		return array_map(function ($row) {
			return [$row['name'], !$row['notnull'], $row['dflt_value'] ?? ($row['pk'] ? 'automatic' : null)];
		}, $this->query("SELECT * FROM pragma_table_info('" . $table . "')"));
	}
}

date_default_timezone_set('Europe/Kyiv');
$api = new RingbackApi(new SqliteDb(getenv('RINGBACK_TEST_DB')), 'oc_', 1);
[$status, $body] = $api->handle(
	(string)getenv('RINGBACK_KEY'),
	(string)($_SERVER['HTTP_X_RINGBACK_TIME'] ?? ''),
	(string)($_SERVER['HTTP_X_RINGBACK_SIGNATURE'] ?? ''),
	(string)file_get_contents('php://input'),
	time()
);
http_response_code($status);
header('Content-Type: application/json');
echo json_encode($body, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES);
