using System.CommandLine;
using AgentFunctions.Bench.Batching;
using AgentFunctions.Bench.Cost;
using AgentFunctions.Bench.Reuse;
using AgentFunctions.Bench.Routing;
using AgentFunctions.Bench.Scan;
using AgentFunctions.Bench.Throughput;

RootCommand root = new("Measures Agent Functions on this machine. Figures are printed, never asserted.")
{
    ThroughputCommand.Create(), CostCommand.Create(), ReuseCommand.Create(), ScanCommand.Create(), RoutingCommand.Create(), BatchingCommand.Create(),
};

// After Ctrl-C the host drains up to 30 s, and what was started is stopped after that.
InvocationConfiguration invocation = new() { ProcessTerminationTimeout = TimeSpan.FromSeconds(60) };
return await root.Parse(args).InvokeAsync(invocation);
