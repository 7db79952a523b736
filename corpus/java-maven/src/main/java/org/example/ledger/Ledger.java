package org.example.ledger;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@SpringBootApplication
@RestController
public class Ledger {
  public static void main(String[] arguments) {
    SpringApplication.run(Ledger.class, arguments);
  }

  @GetMapping("/balance")
  public String balance() {
    return "0.00";
  }
}
