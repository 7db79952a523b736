plugins { id("java") }
group = "org.example"
version = "1.0"
