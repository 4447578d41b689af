package org.preimage.priors.tensor;

/** A program that asks to end while a native call runs, which says so when it is over. */
public final class SlowCall {
    private SlowCall() {}

    public static void main(String[] args) throws InterruptedException {
        Torch.get();
        Thread call = new Thread(() -> Torch.gated(() -> {
            System.out.println("running");
            try {
                Thread.sleep(1500);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            System.out.println("over");
        }));
        call.setDaemon(true);
        call.start();
        Thread.sleep(300);
        System.exit(7);
    }
}
