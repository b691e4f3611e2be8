namespace AgentFunctions.Bench.Planning;

/// <summary>What the knobs are called where they are set.</summary>
internal static class KnobSettings
{
    /// <summary>Knob, value, where to set it.</summary>
    public static IEnumerable<(string Knob, string Value, string Where)> Of(Plan plan) => plan.Hosting.Kind switch
    {
        HostingKind.FlexConsumption => Flex(plan),
        HostingKind.ContainerApps => ContainerApps(plan.Pools[0].Knobs, plan.Hosting),
        _ => Local(plan.Pools[0].Knobs),
    };

    private static IEnumerable<(string Knob, string Value, string Where)> Local(Knobs knobs) =>
    [
        ("min", Text($"{knobs.Minimum} workers"), "--min-workers, LocalHost__MinWorkers"),
        ("max", Text($"{knobs.Maximum} workers"), "--max-workers, LocalHost__MaxWorkers"),
        ("X", Text($"{knobs.Depth} waiting tasks a worker"), "--scale-up-depth, LocalHost__ScaleUpDepth"),
        ("Y", Text($"{knobs.Idle.TotalMinutes:0.#} minutes"), "--scale-down-idle, LocalHost__ScaleDownIdle"),
        ("concurrency", "1 a worker", "-"),
    ];

    private static IEnumerable<(string Knob, string Value, string Where)> Flex(Plan plan)
    {
        foreach (PoolPlan pool in plan.Pools)
        {
            yield return ("min", Text($"{pool.Knobs.Minimum} instances"), $"functionAppConfig.scaleAndConcurrency.alwaysReady, name function:{pool.Name}");
        }

        Knobs knobs = plan.Pools[0].Knobs;
        yield return ("max", Text($"{plan.Pools.Sum(p => p.Knobs.Maximum)} instances"), "functionAppConfig.scaleAndConcurrency.maximumInstanceCount");
        yield return ("X", Text($"{knobs.Depth} messages an instance"), "host.json extensions.serviceBus.maxConcurrentCalls: the platform takes the concurrency for it");
        yield return ("Y", "set by the platform", "-");
        yield return ("concurrency", Text($"{knobs.Concurrency} an instance"), "host.json extensions.serviceBus.maxConcurrentCalls");
    }

    private static IEnumerable<(string Knob, string Value, string Where)> ContainerApps(Knobs knobs, HostingOption hosting) =>
    [
        ("min", Text($"{knobs.Minimum} replicas"), "template.scale.minReplicas"),
        ("max", Text($"{knobs.Maximum} replicas"), "template.scale.maxReplicas"),
        ("X", Text($"{knobs.Depth} messages a replica"), "template.scale.rules[].custom.metadata.messageCount, type azure-servicebus"),
        ("Y", Text($"{knobs.Idle.TotalMinutes:0.#} minutes"), Text($"template.scale.cooldownPeriod {knobs.Idle.TotalSeconds:0}; pollingInterval {hosting.LookEvery.TotalSeconds:0}")),
        ("concurrency", Text($"{knobs.Concurrency} a replica"), "host.json extensions.serviceBus.maxConcurrentCalls"),
    ];

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
