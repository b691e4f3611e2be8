using System.CommandLine;
using AgentFunctions.Bench.Throughput;

RootCommand root = new("Measures Agent Functions on this machine. Figures are printed, never asserted.") { ThroughputCommand.Create() };
return await root.Parse(args).InvokeAsync();
