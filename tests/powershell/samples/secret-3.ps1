Say "registered $token"
