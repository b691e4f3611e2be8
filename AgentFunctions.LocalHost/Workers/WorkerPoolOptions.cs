namespace AgentFunctions.LocalHost.Workers;

/// <summary>The four knobs of the worker pool.</summary>
/// <param name="Minimum">Workers that are always there.</param>
/// <param name="Maximum">Workers there can be.</param>
/// <param name="ScaleUpDepth">Waiting messages per worker above which workers are added.</param>
/// <param name="ScaleDownIdle">How long workers must be idle before they are taken away.</param>
internal sealed record WorkerPoolOptions(int Minimum, int Maximum, int ScaleUpDepth, TimeSpan ScaleDownIdle);
