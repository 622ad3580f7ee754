<?php
/** OpenCart 3: index.php?route=extension/module/ringback. The key is RINGBACK_KEY in the shop's config.php. */
require_once DIR_SYSTEM . 'library/ringback/ringback.php';
require_once DIR_SYSTEM . 'library/ringback/opencart-db.php';

class ControllerExtensionModuleRingback extends Controller {
	public function index() {
		$api = new RingbackApi(new RingbackOpenCartDb($this->db), DB_PREFIX, (int)$this->config->get('config_language_id'));
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
