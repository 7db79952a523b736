fn main() {
    let hours: Vec<f64> = (0..24).map(f64::from).collect();
    for hour in hours {
        println!("{hour:>4} {:+.2} m", (hour / 12.42 * std::f64::consts::TAU).cos() * 1.8);
    }
}
