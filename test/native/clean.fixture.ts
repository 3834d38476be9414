import './soil.js';
