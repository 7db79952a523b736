package main

import (
	"flag"
	"fmt"
	"log"
	"net/http"
	"time"
)

func main() {
	listen := flag.String("listen", ":8080", "address to listen on")
	flag.Parse()
	client := &http.Client{Timeout: 10 * time.Second}
	http.HandleFunc("/check", func(w http.ResponseWriter, r *http.Request) {
		answer, err := client.Head(r.URL.Query().Get("url"))
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
		defer answer.Body.Close()
		fmt.Fprintln(w, answer.Status)
	})
	log.Fatal(http.ListenAndServe(*listen, nil))
}
