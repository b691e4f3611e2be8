namespace AgentFunctions.Bench.Simulation;

/// <summary>A task of a run.</summary>
/// <param name="At">When it comes, in seconds; before 0 it is there to fill the pool, and not measured.</param>
/// <param name="Seconds">How long it keeps a worker.</param>
/// <param name="Tokens">Most tokens that its call may take, which is what providers' limits count.</param>
internal readonly record struct SimulatedTask(double At, double Seconds, int Tokens);
