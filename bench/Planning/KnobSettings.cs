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
            yield return ("min", Text($"{pool.Knobs.Minimum} instances"), plan.Pools.Count == 1 ? "AGENTFN_MIN_INSTANCES (functionAppConfig.scaleAndConcurrency.alwaysReady)" : $"functionAppConfig.scaleAndConcurrency.alwaysReady, name function:{pool.Name}");
        }

        Knobs knobs = plan.Pools[0].Knobs;
        yield return ("max", Text($"{plan.Pools.Sum(p => p.Knobs.Maximum)} instances"), "AGENTFN_MAX_INSTANCES (functionAppConfig.scaleAndConcurrency.maximumInstanceCount)");
        yield return ("X", Text($"{knobs.Depth} messages an instance"), "host.json extensions.serviceBus.maxConcurrentCalls: the platform takes the concurrency for it");
        yield return ("Y", "set by the platform", "-");
        yield return ("concurrency", Text($"{knobs.Concurrency} an instance"), "host.json extensions.serviceBus.maxConcurrentCalls");
    }

    private static IEnumerable<(string Knob, string Value, string Where)> ContainerApps(Knobs knobs, HostingOption hosting) =>
    [
        ("min", Text($"{knobs.Minimum} replicas"), "AGENTFN_MIN_INSTANCES (template.scale.minReplicas)"),
        ("max", Text($"{knobs.Maximum} replicas"), "AGENTFN_MAX_INSTANCES (template.scale.maxReplicas)"),
        ("X", Text($"{knobs.Depth} messages a replica"), "AGENTFN_QUEUE_DEPTH_PER_INSTANCE (messageCount of the azure-servicebus rules)"),
        ("Y", Text($"{knobs.Idle.TotalMinutes:0.#} minutes"), Text($"AGENTFN_IDLE_MINUTES (template.scale.cooldownPeriod {knobs.Idle.TotalSeconds:0}); pollingInterval {hosting.LookEvery.TotalSeconds:0}")),
        ("concurrency", Text($"{knobs.Concurrency} a replica"), "host.json extensions.serviceBus.maxConcurrentCalls"),
    ];

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
