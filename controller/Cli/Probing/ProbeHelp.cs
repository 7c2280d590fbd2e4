namespace Rollout.Cli.Probing;

/// <summary>`rollout probe --help`.</summary>
internal static class ProbeHelp
{
    public const string Text = """
        rollout probe run FILE [--target URL] [--secrets DIR] [-o json]
        rollout probe serve --config DIR [--listen ADDR:PORT] [--fleet FILE]
        rollout probe import BLACKBOX.YML

        Acceptance probes: what a customer does, step by step, against production.

        run     every probe of the file once, each step with its times
          --target URL        instead of the file's own target (URL or host:port)

        serve   all probes of a folder by schedule, until Ctrl-C; files and nodes may
                change meanwhile. / shows the last runs, /metrics what they came to,
                /probe?target=URL&module=NAME answers as the Prometheus blackbox
                exporter does (a module is a probe by its name)
          --config DIR        the folder with the probes' files (*.yaml, *.yml)
          --listen ADDR:PORT  127.0.0.1:9115 unless told, port 0 takes a free one
          --fleet FILE        the fleet file whose hosts are a service's nodes;
                              without it every address of the service's name is one

        import  turns the modules of the blackbox exporter's configuration into
                probes, on stdout; what cannot be carried over is listed on stderr

        For run and serve:
          --secrets DIR       a folder a Secret, a file a key, as Kubernetes mounts
                              them: customer: {secretRef: {name: ...}} finds its
                              keys there, {{ customer.KEY }} in the steps
          --allow LIST        addresses and networks that may be probed, and no
                              others; without it all but link-local and metadata
                              addresses
          --deny LIST         addresses and networks that may not
          --proxy URL         through this proxy, http://USER:PASSWORD@HOST:PORT where
                              it wants to know who asks; none is taken from the
                              environment
          --allow-exec        steps may run commands on this machine

        A probe file, in short:

          apiVersion: staggered.dev/v1alpha1
          kind: AcceptanceProbe
          metadata: {name: checkout}
          spec:
            interval: 15s
            timeout: 5s
            target: {url: "https://shop.example"}
            steps:
            - name: put in basket
              http: {method: POST, path: /basket, json: {sku: tea}}
              expect: {status: [200, 201], jsonPath: {"$.items[0].sku": tea}}
              capture: {basket: $.id}
            - name: pay
              http: {method: POST, path: "/basket/{{ basket }}/checkout"}
              expect: {bodyMatches: paid, maxDuration: 500ms}

        Steps are http, tcp, dns, tls, grpc or exec. Every request bears
        X-Synthetic: rollout, by which a shop leaves such orders out of its revenue.

        Exit codes: 0 passed (run), written (import), ended by Ctrl-C or SIGTERM
        (serve); 1 failed; 2 bad input, every problem listed; 3 no run was possible for
        a reason that is not the target's (run), the port cannot be had (serve).
        """;
}
