namespace Rollout.Integration.Tests;

/// <summary>A fleet file without a fault, of commands that every machine has.</summary>
internal static class SmallFleet
{
    public const string Yaml = """
        name: shop
        nodes:
        - {name: n1, address: "127.0.0.1:1"}
        - {name: n2, address: "127.0.0.1:2"}
        deploy: {command: [/bin/true, "{node}", "{version}"]}
        status: {command: [/bin/echo, v1, "{node}"]}
        spec:
          warmUp: 1s
          metrics:
          - name: dollars
            metric:
              kind: Count
              interval: 1s
              source: {scrape: {path: /metrics}}
              selectors: {count: orders_total}
        """;
}
