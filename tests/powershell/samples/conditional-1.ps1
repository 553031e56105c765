$a = ${b}?.Length
