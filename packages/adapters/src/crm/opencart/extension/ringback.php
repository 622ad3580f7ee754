<?php
/**
 * What Ringback asks of an OpenCart shop: customers by number, their orders, carts and history. OpenCart has no API that reads them.
 *
 * It stands on four things of the host alone, so that it is the same in OpenCart 3 and 4 and can be tried without either:
 * query(string): array of rows, escape(string): string, lastId(): int, columns(string table): array of [name, nullable, default].
 */
class RingbackApi {
	const VERSION = 1;
	/** Seconds that the two clocks may differ; what is older is a repetition. */
	const WINDOW = 300;
	const MOST = 200;

	private $db;
	private $prefix;
	private $languageId;

	public function __construct($db, string $prefix, int $languageId) {
		$this->db = $db;
		$this->prefix = $prefix;
		$this->languageId = $languageId;
	}

	/** Answers [status, body]. Nothing of the body is read before its signature is right. */
	public function handle(string $secret, string $time, string $signature, string $body, int $now): array {
		if ($secret === '') {
			return $this->error(401, 'unauthorized', 'No key is set in the extension.');
		}
		$right = hash_hmac('sha256', $time . "\n" . $body, $secret);
		if (!hash_equals($right, strtolower($signature))) {
			return $this->error(401, 'unauthorized', 'The signature is wrong.');
		}
		if (!ctype_digit($time) || abs($now - (int)$time) > self::WINDOW) {
			return $this->error(401, 'clock', 'The clocks of shop and gateway differ by more than five minutes.');
		}
		$request = json_decode($body, true);
		$action = is_array($request) ? (string)($request['action'] ?? '') : '';
		$actions = [
			'ping' => 'ping', 'customers.find' => 'find', 'customers.search' => 'search', 'customers.email' => 'byEmail',
			'customers.get' => 'customer', 'customers.list' => 'listCustomers', 'customers.create' => 'create',
			'customers.update' => 'update', 'orders.list' => 'orders', 'orders.get' => 'order', 'cart.get' => 'cart',
			'history.list' => 'history', 'history.add' => 'addHistory', 'history.update' => 'changeHistory', 'changed' => 'changed',
		];
		if (!isset($actions[$action])) {
			return $this->error(400, 'invalid', 'There is no such action.');
		}
		try {
			return [200, ['data' => $this->{$actions[$action]}($request)]];
		} catch (RingbackRefusal $refusal) {
			return $this->error($refusal->status, $refusal->reason, $refusal->getMessage());
		}
	}

	private function error(int $status, string $code, string $message): array {
		return [$status, ['error' => ['code' => $code, 'message' => $message]]];
	}

	private function ping(array $request): array {
		return ['version' => self::VERSION, 'opencart' => defined('VERSION') ? VERSION : ''];
	}

	/** By the digits at the end of a number, however it was typed. */
	private function find(array $request): array {
		$digits = preg_replace('/\D/', '', (string)($request['digits'] ?? ''));
		if (strlen($digits) < 5) {
			throw new RingbackRefusal(400, 'invalid', 'At least five digits are needed.');
		}
		$like = $this->bare('telephone') . " LIKE '%" . $digits . "%'";
		return [
			'customers' => $this->customers($like, 50, 0),
			'orders' => $this->orderRows($like . ' AND order_status_id > 0', 20, 0),
		];
	}

	private function search(array $request): array {
		$where = [];
		foreach ((array)($request['words'] ?? []) as $word) {
			$like = "LIKE '%" . $this->like((string)$word) . "%'";
			$where[] = "(firstname " . $like . " OR lastname " . $like . ")";
		}
		return $where ? $this->customers(implode(' AND ', $where), 50, 0) : [];
	}

	private function byEmail(array $request): array {
		return $this->customers("LOWER(email) = '" . $this->text(strtolower((string)($request['email'] ?? ''))) . "'", 20, 0);
	}

	private function customer(array $request) {
		return $this->customers('customer_id = ' . (int)($request['id'] ?? 0), 1, 0)[0] ?? null;
	}

	private function listCustomers(array $request): array {
		return $this->customers('1 = 1', $this->limit($request), $this->skip($request));
	}

	private function create(array $request): array {
		$email = (string)($request['email'] ?? '');
		if ($email === '' || $this->byEmail(['email' => $email])) {
			throw new RingbackRefusal(409, 'conflict', 'Another customer has this e-mail address.');
		}
		$values = $this->fields($request) + [
			'customer_group_id' => '1', 'store_id' => '0', 'language_id' => (string)$this->languageId, 'status' => '1',
			// Nobody knows it, and nobody can: the customer asks the shop for a new one.
			'password' => password_hash(bin2hex(random_bytes(24)), PASSWORD_DEFAULT),
			'date_added' => date('Y-m-d H:i:s'),
		];
		// What this version of the shop insists on besides.
		foreach ($this->db->columns($this->prefix . 'customer') as $column) {
			[$name, $nullable, $default] = $column;
			if (!isset($values[$name]) && !$nullable && $default === null && $name !== 'customer_id') {
				$values[$name] = '';
			}
		}
		$names = array_column($this->db->columns($this->prefix . 'customer'), 0);
		$values = array_intersect_key($values, array_flip($names));
		$quoted = array_map(function ($value) { return "'" . $this->text((string)$value) . "'"; }, $values);
		$this->db->query('INSERT INTO ' . $this->table('customer') . ' (' . implode(', ', array_keys($values)) . ') VALUES (' . implode(', ', $quoted) . ')');
		return $this->customer(['id' => $this->db->lastId()]);
	}

	private function update(array $request): array {
		$id = (int)($request['id'] ?? 0);
		$set = [];
		foreach ($this->fields($request) as $name => $value) {
			$set[] = $name . " = '" . $this->text($value) . "'";
		}
		if (isset($request['email'])) {
			foreach ($this->byEmail($request) as $other) {
				if ((int)$other['id'] !== $id) {
					throw new RingbackRefusal(409, 'conflict', 'Another customer has this e-mail address.');
				}
			}
		}
		if ($set) {
			$this->db->query('UPDATE ' . $this->table('customer') . ' SET ' . implode(', ', $set) . ' WHERE customer_id = ' . $id);
		}
		$customer = $this->customer($request);
		if (!$customer) {
			throw new RingbackRefusal(404, 'not-found', 'There is no such customer.');
		}
		return $customer;
	}

	private function fields(array $request): array {
		$fields = [];
		foreach (['firstname' => 32, 'lastname' => 32, 'email' => 96, 'telephone' => 32] as $name => $longest) {
			if (!isset($request[$name])) {
				continue;
			}
			$value = (string)$request[$name];
			if ((int)preg_match_all('/./us', $value) > $longest) {
				throw new RingbackRefusal(400, 'invalid', $name . ' holds ' . $longest . ' letters at most.');
			}
			$fields[$name] = $value;
		}
		return $fields;
	}

	private function orders(array $request): array {
		$whose = isset($request['customer_id'])
			? 'customer_id = ' . (int)$request['customer_id']
			: "customer_id = 0 AND LOWER(email) = '" . $this->text(strtolower((string)($request['email'] ?? ''))) . "'";
		return $this->orderRows($whose . ' AND order_status_id > 0', $this->limit($request), $this->skip($request));
	}

	private function order(array $request) {
		return $this->orderRows('order_id = ' . (int)($request['id'] ?? 0), 1, 0)[0] ?? null;
	}

	private function orderRows(string $where, int $limit, int $skip, string $by = 'order_id DESC'): array {
		$rows = $this->db->query(
			'SELECT order_id, customer_id, firstname, lastname, email, telephone, total, currency_code, currency_value, order_status_id,'
			. ' date_added, date_modified FROM ' . $this->table('order') . ' WHERE ' . $where . ' ORDER BY ' . $by . ' LIMIT ' . $limit . ' OFFSET ' . $skip
		);
		$orders = [];
		foreach ($rows as $row) {
			$goods = $this->db->query('SELECT product_id, name, model, quantity, price, tax FROM ' . $this->table('order_product') . ' WHERE order_id = ' . (int)$row['order_id'] . ' ORDER BY order_product_id');
			$status = $this->db->query('SELECT name FROM ' . $this->table('order_status') . ' WHERE order_status_id = ' . (int)$row['order_status_id'] . ' AND language_id = ' . $this->languageId);
			$rate = (float)$row['currency_value'] ?: 1.0;
			$orders[] = [
				'id' => (int)$row['order_id'], 'customer_id' => (int)$row['customer_id'], 'firstname' => $row['firstname'],
				'lastname' => $row['lastname'], 'email' => $row['email'], 'telephone' => $row['telephone'],
				'total' => round((float)$row['total'] * $rate, 4), 'currency' => $row['currency_code'],
				'status_id' => (int)$row['order_status_id'], 'status' => $status[0]['name'] ?? '',
				'date_added' => $this->utc($row['date_added']), 'date_modified' => $this->utc($row['date_modified']),
				'products' => array_map(function ($one) use ($rate) {
					return [
						'product_id' => (int)$one['product_id'], 'name' => $one['name'], 'model' => $one['model'],
						'quantity' => (int)$one['quantity'], 'price' => round(((float)$one['price'] + (float)$one['tax']) * $rate, 4),
					];
				}, $goods),
			];
		}
		return $orders;
	}

	private function cart(array $request): array {
		$rows = $this->db->query(
			'SELECT c.product_id, c.quantity, p.model, p.price, p.quantity AS stock, d.name FROM ' . $this->table('cart') . ' c'
			. ' JOIN ' . $this->table('product') . ' p ON p.product_id = c.product_id'
			. ' JOIN ' . $this->table('product_description') . ' d ON d.product_id = c.product_id AND d.language_id = ' . $this->languageId
			. ' WHERE c.customer_id = ' . (int)($request['customer_id'] ?? 0) . ' AND c.customer_id > 0 ORDER BY c.cart_id'
		);
		return array_map(function ($row) {
			return [
				'product_id' => (int)$row['product_id'], 'name' => $row['name'], 'model' => $row['model'],
				'quantity' => (int)$row['quantity'], 'price' => (float)$row['price'], 'stock' => (int)$row['stock'],
			];
		}, $rows);
	}

	private function history(array $request): array {
		$rows = $this->db->query(
			'SELECT customer_history_id, comment, date_added FROM ' . $this->table('customer_history') . ' WHERE customer_id = '
			. (int)($request['customer_id'] ?? 0) . ' ORDER BY customer_history_id DESC LIMIT ' . $this->limit($request) . ' OFFSET ' . $this->skip($request)
		);
		return array_map(function ($row) {
			return ['id' => (int)$row['customer_history_id'], 'comment' => $row['comment'], 'date_added' => $this->utc($row['date_added'])];
		}, $rows);
	}

	private function addHistory(array $request): array {
		$this->db->query(
			'INSERT INTO ' . $this->table('customer_history') . ' (customer_id, comment, date_added) VALUES (' . (int)($request['customer_id'] ?? 0)
			. ", '" . $this->text((string)($request['comment'] ?? '')) . "', '" . date('Y-m-d H:i:s') . "')"
		);
		return ['id' => $this->db->lastId()];
	}

	private function changeHistory(array $request): array {
		$id = (int)($request['id'] ?? 0);
		$this->db->query('UPDATE ' . $this->table('customer_history') . " SET comment = '" . $this->text((string)($request['comment'] ?? '')) . "' WHERE customer_history_id = " . $id);
		return ['id' => $id];
	}

	/** Customers have no time of change: only new ones are told. */
	private function changed(array $request): array {
		$since = strtotime((string)($request['orders_since'] ?? '1970-01-01T00:00:00Z'));
		$customers = $this->db->query('SELECT customer_id FROM ' . $this->table('customer') . ' WHERE customer_id > ' . (int)($request['customers_after'] ?? 0) . ' ORDER BY customer_id LIMIT ' . $this->limit($request));
		$orders = $this->db->query(
			'SELECT order_id, date_modified FROM ' . $this->table('order') . " WHERE order_status_id > 0 AND date_modified >= '" . date('Y-m-d H:i:s', $since)
			. "' ORDER BY date_modified, order_id LIMIT " . $this->limit($request) . ' OFFSET ' . $this->skip($request)
		);
		return [
			'customers' => array_map(function ($row) { return (int)$row['customer_id']; }, $customers),
			'orders' => array_map(function ($row) { return ['id' => (int)$row['order_id'], 'date_modified' => $this->utc($row['date_modified'])]; }, $orders),
		];
	}

	private function customers(string $where, int $limit, int $skip): array {
		$rows = $this->db->query(
			'SELECT customer_id, firstname, lastname, email, telephone, date_added FROM ' . $this->table('customer') . ' WHERE ' . $where
			. ' ORDER BY customer_id LIMIT ' . $limit . ' OFFSET ' . $skip
		);
		return array_map(function ($row) {
			return [
				'id' => (int)$row['customer_id'], 'firstname' => $row['firstname'], 'lastname' => $row['lastname'],
				'email' => $row['email'], 'telephone' => $row['telephone'], 'date_added' => $this->utc($row['date_added']),
			];
		}, $rows);
	}

	/** A column without what people write between digits. */
	private function bare(string $column): string {
		foreach ([' ', '-', '(', ')', '+', '.', '/', ','] as $sign) {
			$column = "REPLACE(" . $column . ", '" . $sign . "', '')";
		}
		return $column;
	}

	/** In quotes, because one of them is called order. */
	private function table(string $name): string {
		return '`' . $this->prefix . $name . '`';
	}

	private function text(string $value): string {
		return $this->db->escape($value);
	}

	/** Signs that mean something in LIKE are left out: what they would find is sorted out by the gateway. */
	private function like(string $value): string {
		return $this->text(str_replace(['%', '_', '\\'], '', $value));
	}

	private function limit(array $request): int {
		return max(1, min(self::MOST, (int)($request['limit'] ?? 50)));
	}

	private function skip(array $request): int {
		return max(0, (int)($request['skip'] ?? 0));
	}

	private function utc(string $local): string {
		return gmdate('Y-m-d\TH:i:s.000\Z', strtotime($local) ?: 0);
	}
}

class RingbackRefusal extends Exception {
	public $status;
	public $reason;

	public function __construct(int $status, string $reason, string $message) {
		parent::__construct($message);
		$this->status = $status;
		$this->reason = $reason;
	}
}
