package main

import (
	"fmt"
	"log"
	"net/http"
	"time"
)

func main() {
	http.HandleFunc("/now", func(w http.ResponseWriter, r *http.Request) {
		zone, err := time.LoadLocation(r.URL.Query().Get("zone"))
		if err != nil {
			http.Error(w, "no such zone", http.StatusNotFound)
			return
		}
		fmt.Fprintln(w, time.Now().In(zone).Format(time.RFC3339))
	})
	log.Fatal(http.ListenAndServe(":8080", nil))
}
