class Ledger {
    public static void main(String[] args) {
        System.out.println("balanced");
    }
}
