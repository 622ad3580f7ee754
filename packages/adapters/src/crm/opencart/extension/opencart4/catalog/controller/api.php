<?php
/** OpenCart 4: index.php?route=extension/ringback/api. The key is RINGBACK_KEY in the shop's config.php. */
namespace Opencart\Catalog\Controller\Extension\Ringback;

require_once DIR_EXTENSION . 'ringback/system/library/ringback.php';
require_once DIR_EXTENSION . 'ringback/system/library/opencart-db.php';

class Api extends \Opencart\System\Engine\Controller {
	public function index(): void {
		$api = new \RingbackApi(new \RingbackOpenCartDb($this->db), DB_PREFIX, (int)$this->config->get('config_language_id'));
		[$status, $body] = $api->handle(
			defined('RINGBACK_KEY') ? (string)RINGBACK_KEY : '',
			(string)($this->request->server['HTTP_X_RINGBACK_TIME'] ?? ''),
			(string)($this->request->server['HTTP_X_RINGBACK_SIGNATURE'] ?? ''),
			(string)file_get_contents('php://input'),
			time()
		);
		http_response_code($status);
		$this->response->addHeader('Content-Type: application/json');
		$this->response->setOutput(json_encode($body, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES));
	}
}
