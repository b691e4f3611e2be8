using AgentFunctions.Bench.Planning.Scaling;

namespace AgentFunctions.Bench.Planning;

/// <summary>Where the workers run.</summary>
internal enum HostingKind
{
    /// <summary>The local host with <c>--in-memory</c>.</summary>
    LocalInMemory,

    /// <summary>The local host with its data folder.</summary>
    Local,

    /// <summary>Azure Functions, Flex Consumption plan.</summary>
    FlexConsumption,

    /// <summary>Azure Functions on Container Apps.</summary>
    ContainerApps,
}

/// <summary>The settings of a pool, the same four everywhere and how many tasks an instance takes.</summary>
/// <param name="Minimum">Instances that are always there (min).</param>
/// <param name="Maximum">Instances there can be (max).</param>
/// <param name="Concurrency">Tasks that an instance runs at the same time.</param>
/// <param name="Depth">Messages per instance above which there should be more instances (X).</param>
/// <param name="Idle">How long there must be nothing to do before instances go (Y).</param>
internal sealed record Knobs(int Minimum, int Maximum, int Concurrency, int Depth, TimeSpan Idle);

/// <summary>What a hosting option does by itself.</summary>
/// <param name="Name">As <c>--hosting</c> takes it.</param>
/// <param name="Most">Most instances that it allows.</param>
/// <param name="LookEvery">Time between two looks at the queue.</param>
/// <param name="Start">From the decision until a new instance takes its first task.</param>
/// <param name="Cooldown">From the last task until an instance is gone, where there may be none.</param>
internal sealed record HostingOption(HostingKind Kind, string Name, int Most, TimeSpan LookEvery, TimeSpan Start, TimeSpan Cooldown)
{
    // An instance of the local host is a worker inside a process that runs anyway.
    private static readonly HostingOption[] All =
    [
        new(HostingKind.LocalInMemory, "local-memory", 1000, TimeSpan.FromSeconds(0.5), TimeSpan.Zero, TimeSpan.FromMinutes(5)),
        new(HostingKind.Local, "local", 1000, TimeSpan.FromSeconds(0.5), TimeSpan.Zero, TimeSpan.FromMinutes(5)),
        new(HostingKind.FlexConsumption, "flex", 1000, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(60)),
        new(HostingKind.ContainerApps, "container-apps", 1000, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(300)),
    ];

    public static IEnumerable<string> Names => All.Select(h => h.Name);

    public bool IsLocal => Kind is HostingKind.LocalInMemory or HostingKind.Local;

    public static HostingOption Of(HostingKind kind) => All.Single(h => h.Kind == kind);

    public static HostingOption? Find(string name) => All.SingleOrDefault(h => h.Name == name);

    /// <summary>The knobs that a plan begins with.</summary>
    public Knobs Knobs(int concurrency) => Kind switch
    {
        HostingKind.FlexConsumption => new(0, Most, concurrency, concurrency, Cooldown),

        // A fifth of an instance is left for what comes between two looks.
        HostingKind.ContainerApps => new(0, Most, concurrency, Math.Max(1, (int)(0.8 * concurrency)), Cooldown),
        _ => new(2, Most, 1, 4, Cooldown),
    };

    public IScaleRule Rule(Knobs knobs, TimeProvider time) => Kind switch
    {
        HostingKind.FlexConsumption => new TargetRule(knobs, LookEvery),
        HostingKind.ContainerApps => new QueueLengthRule(knobs, LookEvery, time),
        _ => new LocalRule(knobs, time),
    };
}
