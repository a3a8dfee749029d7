import {rollup} from "rollup"; import cfg from "./rollup.mjs"; import zlib from "node:zlib"; import {minify} from "terser";
const br=s=>zlib.brotliCompressSync(s).length;
const c=cfg[0]; const b=await rollup(c); const o=await b.generate({format:"es"}); 
let all=o.output[0].code; const rows=[];
const full=br((await minify(all,{module:true,ecma:2020,compress:{passes:3,pure_getters:true,unsafe_arrows:true}})).code);
console.log("full",full, (await minify(all,{module:true,ecma:2020})).code.length);
for(const [k,v] of Object.entries(o.output[0].modules)){ if(!v.code) continue; const solo=(await minify(v.code,{module:false,toplevel:false,ecma:2020,compress:{passes:3,unused:false}})).code; rows.push([br(solo),solo.length,k.replace("/work/main/","")]);}
rows.sort((a,b)=>b[0]-a[0]); for(const r of rows)console.log(...r);
