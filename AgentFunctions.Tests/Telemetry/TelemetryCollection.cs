namespace AgentFunctions.Tests.Telemetry;

/// <summary>
/// Tests of telemetry, one after the other: who listens for spans listens to the whole process, so that one test would make
/// the spans that another says are not made.
/// </summary>
[CollectionDefinition(Name)]
public sealed class TelemetryCollection
{
    public const string Name = "telemetry";
}
