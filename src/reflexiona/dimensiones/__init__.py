"""La guía, el etiquetador, la explicación y la evaluación de las dimensiones de la práctica."""
